import type { Answer, Place } from '../../src/ports/chat';
import { saySimulated } from '../../src/roles/say-simulated';
import { memoryChat } from '../fakes/memory-chat';
import { realClock } from '../fakes/real-clock';

const where: Place = { chat: 'slack', channel: '#mtgw' };
const alice = { chat: 'slack', id: 'U0ALICE' } as const;
const message = { summary: 'contoso is well', blocks: [] };

describe('with simulated gateways', () => {
  it('whatever is posted, changed or whispered says that they are simulated', async () => {
    const slack = memoryChat('slack', realClock);
    const chat = saySimulated(slack);
    const ref = await chat.post(where, message, 'k1');
    await chat.update(ref, { ...message, summary: 'contoso is down' });
    await chat.whisper(alice, where, message);
    const standing = slack.standing().map(({ message: shown }) => shown);
    expect(standing.map(({ summary }) => summary)).toEqual([
      'contoso is down (simulated)',
      'contoso is well (simulated)',
    ]);
    for (const { blocks } of standing) {
      expect(blocks).toEqual([
        { kind: 'note', text: expect.stringMatching(/^Simulated: no real/) },
      ]);
    }
  });

  it('so do answers and forms', async () => {
    const slack = memoryChat('slack', realClock);
    const got: string[] = [];
    const answer: Answer = {
      say: async ({ summary }) => void got.push(summary),
      working: async () => {},
      form: async ({ intro }) => void got.push(JSON.stringify(intro)),
    };
    let hear: (given: Answer) => Promise<void> = () => Promise.reject(new Error('not started'));
    const inner = {
      ...slack,
      start: async (handle: Parameters<typeof slack.start>[0]) => {
        hear = (given) =>
          handle({ id: '1', from: alice, where, kind: 'command', text: 'help' }, given);
      },
    };
    await saySimulated(inner).start(async (_event, given) => {
      await given.say(message);
      const form = { title: 'Add', submit: 'Plan it', context: 'c', fields: [] };
      await given.form(form);
      await given.form({ ...form, intro: 'A new site.' });
    });
    await hear(answer);
    expect(got).toEqual([
      'contoso is well (simulated)',
      expect.stringMatching(/^"Simulated: no real/),
      expect.stringMatching(/^\["A new site\."," Simulated: no real/),
    ]);
  });
});
