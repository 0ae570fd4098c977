import { z } from 'zod';
import { readTargets } from '../src/adapters/powershell/targets';
import { botSchema } from '../src/config/bot-file';
import { channelsSchema } from '../src/world/channels';
import { readBy } from '../src/schema-problems';
import { policySchema } from '../approvals/policy';

function told(schema: z.ZodType, value: unknown): string[] {
  const read = readBy(schema, value);
  return 'data' in read
    ? []
    : read.problems.map(({ path, sentence }) => `${path.join('.')}: ${sentence}`);
}

describe('what is wrong in a file', () => {
  it.each([
    [
      { teams: { appId: 1234 } },
      [
        'teams.appId: use the application (client) id, a GUID',
        'teams.tenantId: use the directory (tenant) id, a GUID',
      ],
    ],
    [{ teams: { playground: 'yes' } }, ['teams.playground: use true']],
    [
      { teams: { tenant: 'x', playground: true } },
      ['teams: there is no "tenant" here, known are playground'],
    ],
    [{ teams: 'yes' }, ['teams: must be a list of names with values, not a text']],
    [{ log: 'loud' }, ['log: use silent, error, warn or info']],
    [{ http: { port: '80' } }, ['http.port: must be a number, not a text']],
    [{ http: { port: 99_999 } }, ['http.port: must be at most 65535']],
    [{ gateways: 'gw1' }, ['gateways: must be a list, like [one, two], not a text']],
    [{ powershell: '' }, ['powershell: is empty']],
    [{ slakc: {} }, [': there is no "slakc" here, did you mean slack?']],
    [
      { zzz: 1 },
      [
        ': there is no "zzz" here, known are redis, http, powershell, gateways, archive, log, slack, teams',
      ],
    ],
  ])('%j is told by its field, in our words', (file, sentences) => {
    expect(told(botSchema, file)).toEqual(sentences);
  });

  it('a key of a channel that is misspelt is told with the one that is meant', () => {
    expect(told(channelsSchema, { netops: { slack: 'C1', operation: true } })).toEqual([
      'netops: there is no "operation" here, did you mean operations?',
    ]);
    expect(told(channelsSchema, { '#netops': {} })).toEqual([
      '#netops: use the channel name without #',
    ]);
  });

  it('an unknown kind of target is told with those that there are', () => {
    expect(() => readTargets({ gw1: { kind: 'wsman', host: 'x' } })).toThrow(
      'Target gw1: kind: use local, ssh or winrm.',
    );
    expect(() => readTargets({ gw1: { kind: 'ssh', host: 'x', user: 'u' } })).toThrow(
      'Target gw1: keyFile: is missing.',
    );
  });

  it('no sentence is the validator’s own', () => {
    const files: [z.ZodType, unknown][] = [
      [
        policySchema,
        {
          version: 2,
          readers: [],
          rules: [{ name: 'short', when: { risk: ['all'] }, approvers: [{ count: 12 }] }],
        },
      ],
      [botSchema, { archive: { file: 'x', keepDays: 3 }, slack: null, redis: { url: 3 } }],
      [channelsSchema, { netops: { digest: { at: 5, timeZone: 'x' }, health: 'no' } }],
    ];
    for (const [schema, file] of files) {
      const all = told(schema, file);
      expect(all.length).toBeGreaterThan(2);
      expect(all.join('\n')).not.toMatch(/Invalid|Too (small|big)|expected|received|Unrecognized/);
    }
  });
});
