import type { ChatName } from '../../ports/chat';

/**
 * Every key of one installation, under one hash tag: a script's keys must share a slot, on a cluster too.
 * @param prefix without braces, for instance `mtgw`
 */
export function keysUnder(prefix: string) {
  if (!/^[\w.-]+$/.test(prefix))
    throw new Error(`A Redis prefix is letters, digits, . _ and -, not "${prefix}".`);
  const key = (name: string) => `{${prefix}}:${name}`;
  return {
    lastId: key('last-id'),
    order: key('order'),
    request: (id: string) => key(`request:${id}`),
    /** The record of a request that was set aside. */
    setAside: (id: string) => key(`set-aside:${id}`),
    cards: (id: string) => key(`cards:${id}`),
    requests: key('requests'),
    open: key('open'),
    holding: (gateway: string) => key(`holding:${gateway}`),
    about: ({ tenant, site }: { tenant: string; site: string }) => key(`about:${tenant}/${site}`),
    waiting: (gateway: string) => key(`waiting:${gateway}`),
    due: key('due'),
    leases: key('leases'),
    behind: (chat: ChatName) => key(`behind:${chat}`),
    showing: (chat: ChatName, id: string) => key(`showing:${chat}:${id}`),
    audit: key('audit'),
    auditHead: key('audit-head'),
    auditBase: key('audit-base'),
    auditSeals: key('audit-seals'),
    auditAside: key('audit-aside'),
    auditOf: (request: string) => key(`audit-of:${request}`),
    intent: (target: string) => key(`intent:${target}`),
    runs: (request: string) => key(`runs:${request}`),
    secret: (ref: string) => key(`secret:${ref}`),
    /** By the hash of its token. */
    offer: (name: string) => key(`offer:${name}`),
    worker: (gateway: string) => key(`worker:${gateway}`),
    watched: (gateway: string) => key(`watched:${gateway}`),
    leader: (gateway: string) => key(`leader:${gateway}`),
    unwatched: key('unwatched'),
    told: (mark: string) => key(`told:${mark}`),
    episodes: (gateway: string) => key(`episodes:${gateway}`),
    mailbox: (chat: ChatName, channel: string) => key(`mailbox:${chat}:${channel}`),
    mailboxes: (chat: ChatName) => key(`mailboxes:${chat}`),
    posting: (chat: ChatName, channel: string) => key(`posting:${chat}:${channel}`),
    noticeOrder: key('notice-order'),
    digests: key('digests'),
    digestRules: key('digest-rules'),
    digestsPosted: key('digests-posted'),
    clockOffset: key('clock-offset'),
    serviceUrls: key('service-urls'),
    form: (id: string) => key(`form:${id}`),
    event: (mark: string) => key(`event:${mark}`),
    /** BullMQ puts its own names behind this. */
    queues: key('queues'),
    channels: {
      behind: key('is-behind'),
      mail: key('has-mail'),
      clock: key('clock-moved'),
      replies: (asker: string) => key(`replies:${asker}`),
    },
  };
}

export type Keys = ReturnType<typeof keysUnder>;
