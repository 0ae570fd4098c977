/** What people say for a verb or noun of ours. An entry helps only where such a command exists. */
const synonyms: Record<string, string> = {
  create: 'add',
  new: 'add',
  make: 'add',
  build: 'add',
  insert: 'add',
  delete: 'remove',
  del: 'remove',
  drop: 'remove',
  rm: 'remove',
  destroy: 'remove',
  erase: 'remove',
  ls: 'list',
  all: 'list',
  display: 'show',
  get: 'show',
  view: 'show',
  info: 'show',
  detail: 'show',
  status: 'show',
  edit: 'set',
  change: 'set',
  update: 'set',
  modify: 'set',
  alter: 'set',
  dial: 'connect',
  start: 'connect',
  hangup: 'disconnect',
  kick: 'disconnect',
  tunnel: 's2s',
  vpn: 's2s',
  ipsec: 's2s',
  'site-to-site': 's2s',
  neighbor: 'peer',
  neighbour: 'peer',
  peering: 'peer',
  session: 'peer',
  route: 'bgp',
  routing: 'bgp',
  accept: 'approve',
  ok: 'approve',
  yes: 'approve',
  vote: 'approve',
  reject: 'deny',
  refuse: 'deny',
  no: 'deny',
  abort: 'cancel',
  stop: 'cancel',
  confirm: 'keep',
  commit: 'keep',
  revert: 'undo',
  rollback: 'undo',
  back: 'undo',
  log: 'history',
  replan: 'plan-again',
  fix: 'resolve',
  verify: 'check',
  man: 'help',
  commands: 'help',
  hello: 'help',
  hi: 'help',
  '?': 'help',
};

/** The words of a command in our own terms, without order: `delete-tunnels` and `tunnel delete` are alike. */
export function termsOf(words: readonly string[]): string[] {
  const joined = words.join(' ').toLowerCase().replaceAll('site-to-site', 's2s').slice(0, 200);
  const parts = joined.split(/[\s_/.-]+/).filter((part) => part !== '');
  return [...new Set(parts.flatMap((part) => ours(part).split('-')))];
}

function ours(word: string): string {
  const one = singular(word);
  const known = Object.hasOwn(synonyms, word) ? word : one;
  return Object.hasOwn(synonyms, known) ? (synonyms[known] ?? known) : one;
}

function singular(word: string): string {
  return word.length > 3 && /[^s\d]s$/.test(word) ? word.slice(0, -1) : word;
}
