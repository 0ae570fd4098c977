import { createAliveRoute } from '../adapters/http/alive';
import { createKeyPage } from '../adapters/http/key-page';
import { serveHttp } from '../adapters/http/server';
import { connect, whenReady } from '../adapters/redis/connect';
import { createKeptForms } from '../adapters/redis/kept-forms';
import { createServiceUrls } from '../adapters/redis/service-urls';
import { createTakenEvents } from '../adapters/redis/taken-events';
import { serveMailboxes, serveOutbox } from '../adapters/redis/serve-outbox';
import { createEars } from '../commands/hear';
import { warmUp } from '../commands/warm-up';
import { nobodysChannels } from '../config/nobodys-channels';
import type { ProcessConfig } from '../config/process';
import { createLog } from '../log';
import { repeat } from './repeat';
import { followRules } from './follow-rules';
import { guardDurability } from './guard-durability';
import { openChats } from './open-chats';
import { tellChatReady } from './ready';
import { startChats } from './start-chats';
import { openClock, standOn } from './stand-on';
import type { Role } from './role';
import { drawnAgainAfterMs, showAllAnew } from '../workflow/cards';
import { createDigests } from '../watching/digests';
import { tick } from '../workflow/due';
import { keyShown } from '../workflow/key-shown';
import { postNotices } from '../watching/notices';
import type { ChatParts } from '../workflow/parts';
import { tellOfUnusable } from '../workflow/unusable';
import { createShow } from '../workflow/unseen-cards';
import { createUnwatched } from '../watching/unwatched';

/** The role that speaks with people: it hears, records, and keeps every card as its request stands. */
export async function startChat(options: ProcessConfig): Promise<Role> {
  const { prefix } = options;
  const log = createLog(options.logLevel, 'chat');
  for (const { sentence } of nobodysChannels(options.config)) log.warn({}, sentence);
  // Two connections: people hear at once when Redis is away, cards wait until it is back.
  const [quick, patient] = [
    connect(options.redisUrl, 'chat', log),
    connect(options.redisUrl, 'worker', log),
  ];
  await Promise.all([whenReady(quick, 15_000), whenReady(patient, 15_000)]);
  const clock = await openClock(patient, options, log);
  const guard = await guardDurability(patient, log);
  const rules = followRules(options, log);
  const records = standOn(quick, options, { clock, guard, rules }, log);
  const keyPage = createKeyPage({
    vault: records.vault,
    offers: records.offers,
    log,
    onReveal: (offer) => keyShown(parts, offer),
  });
  const kept = {
    serviceUrls: createServiceUrls(patient, prefix),
    forms: createKeptForms(quick, prefix),
  };
  const { chats, routes, who } = await openChats(options, kept, log);
  let isHearing = false;
  const alive = createAliveRoute(() => isHearing && quick.status === 'ready');
  const http = await serveHttp(options.http, [keyPage.route, alive, ...routes], log);
  const base = options.publicUrl ?? `http://127.0.0.1:${http.port}`;
  const parts: ChatParts = {
    ...records,
    chats,
    taken: createTakenEvents(quick, prefix),
    offerKey: async ({ id, line }, secret, to) =>
      `${base}/key/${await keyPage.offer({ request: id, line, secret, to })}`,
  };
  await showAllAnew(parts);
  const again = setTimeout(() => {
    showAllAnew(parts).catch((error: unknown) =>
      log.warn({ err: error }, 'cards are not drawn anew'),
    );
  }, drawnAgainAfterMs);
  const show = createShow(parts);
  const outboxes: { close(): Promise<void> }[] = [];
  for (const chat of Object.values(chats)) {
    outboxes.push(
      await serveOutbox({ redis: patient, prefix, log }, chat.name, (request) =>
        show(chat.name, request),
      ),
      await serveMailboxes({ redis: patient, prefix, log }, chat.name, (channel) =>
        postNotices(parts, chat.name, channel),
      ),
    );
  }
  // Time passes without a worker too: what waits for votes still expires.
  const clockwork = repeat(500, () => tick(parts), log);
  const digests = createDigests(parts);
  await digests.schedule('set');
  const posting = repeat(500, () => digests.postDue(), log);
  const unwatched = repeat(1_000, createUnwatched(parts), log);
  const unusable = repeat(5_000, () => tellOfUnusable(parts), log);
  const mending = repeat(60_000, () => digests.schedule('mend'), log);
  await warmUp(parts).catch((error: unknown) =>
    log.warn({ err: error }, 'the first command may take a moment longer than the others'),
  );
  const ears = createEars(parts);
  const hearing = await startChats(Object.values(chats), ears, log);
  isHearing = true;
  const heard = hearing.heard.map(({ name }) => who[name]?.() ?? name);
  tellChatReady(log, options, { port: http.port, heard });
  return {
    async stop() {
      clearTimeout(again);
      await hearing.stop();
      await Promise.all(outboxes.map((outbox) => outbox.close()));
      await guard.stop();
      await rules.stop();
      await clockwork.stop();
      await posting.stop();
      await mending.stop();
      await unwatched.stop();
      await unusable.stop();
      await http.close();
      clock.close();
      await parts.queue.close();
      quick.disconnect();
      patient.disconnect();
    },
  };
}
