import { z } from 'zod';
import { readCardAction } from '../teams/card-action';
import type { Acts, Outcome } from './acts';
import { isSeenBy } from './acts';
import { type Cast, chatNames, type Person } from './cast';
import type { Deliveries } from './delivery';
import { BadCallError, type Call, type Reply, type Route } from './loopback';
import { changeView, wholeView } from './page-view';
import type { ChatStore, Entry } from './store';

/** A button of the page that lets something happen to a gateway. */
export interface FaultButton {
  id: string;
  gateway: string;
  label: string;
  /** fault: lasts until healed. heal: ends it. act: happens once. */
  kind: 'fault' | 'heal' | 'act';
  /** This fault is in force now. */
  active?: boolean;
}

export interface PageParts {
  store: ChatStore;
  acts: Acts;
  deliveries: Deliveries;
  faults?: { list(): Promise<FaultButton[]>; act(id: string): Promise<string> };
  clock?: { now(): number; advance(ms: number): Promise<void> };
}

const chat = z.enum(chatNames);
const shapes = {
  say: z.object({
    as: z.string(),
    chat,
    place: z.string(),
    thread: z.string().exactOptional(),
    text: z.string(),
  }),
  press: z.object({
    as: z.string(),
    chat,
    id: z.string(),
    action: z.string(),
    value: z.string(),
    reason: z.string().exactOptional(),
  }),
  card: z.object({
    as: z.string(),
    chat,
    id: z.string(),
    verb: z.string(),
    data: z.record(z.string(), z.unknown()),
  }),
  fill: z.object({
    as: z.string(),
    chat,
    form: z.string(),
    values: z.record(z.string(), z.string()),
  }),
  close: z.object({ as: z.string(), chat, form: z.string() }),
  fault: z.object({ id: z.string() }),
  clock: z.object({ ms: z.number().int().positive() }),
};

/** What the page's own scripts call. */
export function pageApi(parts: PageParts): Route[] {
  const { store, acts, deliveries, faults, clock } = parts;
  const { cast } = store;
  const here = () => ({ slack: deliveries.isHere('slack'), teams: deliveries.isHere('teams') });
  return [
    get('/api/setting', () => ({
      people: cast.people.map(({ name, role }) => ({ name, role })),
      channels: cast.channels,
      hasFaults: faults !== undefined,
      hasClock: clock !== undefined,
    })),
    get('/api/state', (call) => wholeView(store, personOf(cast, call.query.get('as')), here())),
    { method: 'GET', path: '/api/stream', handle: (call) => stream(store, call) },
    post('/api/say', shapes.say, (b) => outcome(acts.say(b.as, b.chat, b.place, b.text, b.thread))),
    post('/api/press', shapes.press, (b) => {
      const [person, entry] = [personOf(cast, b.as), seenEntry(store, b)];
      return outcome(acts.click(person, entry, b.action, b.value, b.reason));
    }),
    post('/api/card', shapes.card, (b) => {
      const person = personOf(cast, b.as);
      const action = readCardAction(b.verb, b.data);
      if (action === undefined) throw new BadCallError(400, 'That card was not made by this bot.');
      if (action.kind === 'cancel') {
        store.closeForm(form(store, b));
        return {};
      }
      if (action.kind === 'submit') return outcome(acts.fill(b.as, action.values, form(store, b)));
      return outcome(
        acts.click(person, seenEntry(store, b), action.action, action.value, action.reason),
      );
    }),
    post('/api/fill', shapes.fill, (b) =>
      outcome(acts.fill(b.as, b.values, form(store, { ...b, id: b.form }))),
    ),
    post('/api/close', shapes.close, (b) => {
      store.closeForm(form(store, { ...b, id: b.form }));
      return {};
    }),
    get('/api/faults', async () => ({ buttons: (await faults?.list()) ?? [], now: clock?.now() })),
    post('/api/fault', shapes.fault, async ({ id }) => ({ said: (await faults?.act(id)) ?? '' })),
    post('/api/clock', shapes.clock, async ({ ms }) => {
      await clock?.advance(ms);
      return { now: clock?.now() };
    }),
  ];
}

function get(path: string, answer: (call: Call) => unknown): Route {
  return {
    method: 'GET',
    path,
    handle: async (call) => ({ status: 200, body: await answer(call) }),
  };
}

function post<T>(path: string, shape: z.ZodType<T>, act: (body: T) => unknown): Route {
  return {
    method: 'POST',
    path,
    handle: async (call) => {
      sameOrigin(call);
      const body = shape.safeParse(call.body);
      if (!body.success) throw new BadCallError(400, z.prettifyError(body.error));
      return { status: 200, body: await act(body.data) };
    },
  };
}

/** Another page in the same browser can reach the loopback too, but not with this origin and type. */
function sameOrigin({ request }: Call): void {
  const { origin, host } = request.headers;
  const isJson = request.headers['content-type']?.startsWith('application/json') === true;
  if (!isJson || (origin !== undefined && origin !== `http://${host}`)) {
    throw new BadCallError(403, 'Only the sandbox page may do that.');
  }
}

function personOf(cast: Cast, name: string | null): Person {
  const person = cast.person(name ?? '');
  if (person === undefined) throw new BadCallError(404, `Nobody here is called ${name}.`);
  return person;
}

type At = { as: string; chat: (typeof chatNames)[number]; id: string };

function seenEntry(store: ChatStore, { as, chat: name, id }: At): Entry {
  const person = personOf(store.cast, as);
  const entry = store.entries.find((each) => each.ref.chat === name && each.ref.id === id);
  if (entry === undefined || !isSeenBy(entry, person)) {
    throw new BadCallError(404, 'That message is not there any more.');
  }
  return entry;
}

function form(store: ChatStore, { as, chat: name, id }: At) {
  const open = store.formOf(as, name);
  if (open?.id !== id) throw new BadCallError(404, 'That form is not open any more.');
  return open;
}

function outcome(result: Outcome): unknown {
  if (result.ok) return result;
  throw new BadCallError(422, result.error);
}

/** Server-sent events: the page learns of each change as it happens. A page that lost the stream asks anew. */
function stream(store: ChatStore, { query, request, response }: Call): Reply {
  const person = personOf(store.cast, query.get('as'));
  response.writeHead(200, {
    'content-type': 'text/event-stream',
    'cache-control': 'no-store',
    'x-content-type-options': 'nosniff',
  });
  response.write('retry: 500\n\n');
  const stop = store.onChange((change) => {
    const view = changeView(change, person);
    if (view !== undefined) response.write(`data: ${JSON.stringify(view)}\n\n`);
  });
  request.on('close', stop);
  return 'taken';
}
