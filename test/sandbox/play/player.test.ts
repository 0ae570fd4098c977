import { LineFailedError, play } from '../../../src/sandbox/play/player';
import { readScript } from '../../../src/sandbox/play/script';
import type { Sandbox } from '../../../src/sandbox/sandbox';

/** A sandbox whose bot says `later` while it comes to rest. */
function sandboxThat(says: { atOnce?: string; later?: string; unrest?: string }) {
  const messages: { seq: number; text: string; unseen: string }[] = [];
  const rests: number[] = [];
  const say = (text: string | undefined) => {
    if (text !== undefined) messages.push({ seq: messages.length + 1, text, unseen: '' });
  };
  const sandbox = {
    remote: [],
    platform: {
      say: () => {
        say(says.atOnce);
        return { ok: true };
      },
      messages: () => messages,
    },
    rest: async (since: number) => {
      rests.push(since);
      say(says.later);
      if (says.unrest !== undefined) throw new Error(says.unrest);
    },
  } as unknown as Sandbox;
  return { sandbox, rests };
}

const playing = (sandbox: Sandbox, script: string) => play(sandbox, readScript(script), () => {});

const failure = async (played: Promise<void>) => {
  const error: unknown = await played.then(
    () => undefined,
    (caught: unknown) => caught,
  );
  if (!(error instanceof LineFailedError)) throw new Error(`no line failed: ${String(error)}`);
  return `${error.line}: ${error.message}`;
};

describe('what a conversation refuses', () => {
  const script = 'alice: /mtgw help\nexpect: hello\nrefuse: secret';

  it('must hold once the bot has come to rest, although the line stands last', async () => {
    const { sandbox } = sandboxThat({ atOnce: 'hello', later: 'the secret is out' });
    expect(await failure(playing(sandbox, script))).toBe('3: the bot sent: the secret is out');
  });

  it('must hold at once', async () => {
    const { sandbox, rests } = sandboxThat({ atOnce: 'hello, secret' });
    expect(await failure(playing(sandbox, script))).toBe('3: the bot sent: hello, secret');
    expect(rests).toEqual([]);
  });

  it('holds when it was said at no time; the watcher has looked since the last thing that happened', async () => {
    const began = Date.now();
    const { sandbox, rests } = sandboxThat({ atOnce: 'hello', later: 'goodbye' });
    await playing(sandbox, script);
    expect(rests).toHaveLength(1);
    expect(rests[0]).toBeGreaterThanOrEqual(began);
  });
});

describe('a conversation', () => {
  it('that refuses nothing ends at rest too', async () => {
    const { sandbox, rests } = sandboxThat({ atOnce: 'hello' });
    await playing(sandbox, 'alice: /mtgw help\nexpect: hello');
    expect(rests).toEqual([0]);
  });

  it('whose bot comes to no rest fails, with what is left', async () => {
    const { sandbox } = sandboxThat({ atOnce: 'hello', unrest: 'left is: CR-1, which is queued' });
    expect(await failure(playing(sandbox, 'alice: /mtgw help\nexpect: hello'))).toBe(
      '2: left is: CR-1, which is queued',
    );
  });
});
