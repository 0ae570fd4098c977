import { join } from 'node:path';
import { type Config, readConfig } from '../../src/config/directory';
import { packageRoot } from '../../src/package-root';
import { examineClock } from '../../src/roles/doctor/clock';
import { examineConfiguration } from '../../src/roles/doctor/configuration';

const example = readConfig(join(packageRoot, 'examples', 'config'));

function told(change: Partial<Config>, is: 'bad' | 'note' = 'bad'): string[] {
  return examineConfiguration({ ...example, ...change }, ['slack', 'teams'])
    .filter((finding) => finding.is === is)
    .map(({ sentence }) => sentence);
}

describe("the doctor's look at the files together", () => {
  it('finds nothing wrong with the example', () => {
    expect(told({})).toEqual([]);
    expect(told({}, 'note')).toEqual([]);
  });

  it('names a rule that nobody could approve', () => {
    const { bob: _, dave: __, ...people } = example.people;
    expect(told({ people })[0]).toMatch(
      /needs 1 of network-leads, and people\.yaml has 0: nobody could approve/,
    );
  });

  it('notes whose own wish nobody else could approve', () => {
    const { dave: _, ...people } = example.people;
    expect(told({ people }, 'note')[0]).toMatch(/what bob asks for nobody could approve/);
  });

  it('names a channel of a tenant that is nowhere', () => {
    const { contoso: _, ...channels } = example.channels;
    expect(told({ channels })).toEqual([
      'Tenant contoso has the channel contoso, which channels.yaml lacks.',
    ]);
  });

  it('asks for an operations channel', () => {
    const { netops: _, ...channels } = example.channels;
    expect(told({ channels })[0]).toMatch(/No channel .* operations: true/);
  });

  it('notes two people of one name', () => {
    const [[first, { name }] = ['', { name: '' }]] = Object.entries(example.people);
    const twin = { name: ` ${name.toUpperCase()} `, groups: [], slack: 'U0TWIN' };
    expect(told({ people: { ...example.people, twin } }, 'note')[0]).toMatch(
      new RegExp(`^${first} and twin have one name`),
    );
  });

  it('notes what will not be seen or heard, without calling it wrong', () => {
    const { teams: _, ...contoso } = example.channels['contoso'] ?? {
      operations: false,
      health: true,
    };
    const channels = { ...example.channels, contoso };
    const people = { ...example.people, erin: { name: 'Erin', groups: [] } };
    const notes = told({ channels, people }, 'note');
    expect(notes).toEqual([
      'contoso has no teams id: its cards are not shown in that chat.',
      'erin has no account in slack or teams, so the bot will not know them.',
    ]);
  });

  it('calls it bad when nobody at all would be heard', () => {
    const { alice } = example.people;
    const people = { alice: { name: 'Alice', groups: alice?.groups ?? [] } };
    expect(told({ people })).toContainEqual(
      'Nobody of people.yaml has an account in slack or teams, so nobody would be heard.',
    );
  });
});

describe('the clock of this machine', () => {
  it.each([
    [0, 'ok', /agree/],
    [4_000, 'ok', /agree/],
    [-20_000, 'note', /is 20 s behind the one of Redis\. Set both by NTP/],
    [280_000, 'bad', /is 280 s ahead of the one of Redis.* refused/],
  ])('that differs by %i ms is %s', (apart, is, sentence) => {
    const now = 1_800_000_000_000;
    expect(examineClock(now + apart, now)).toMatchObject({
      is,
      sentence: expect.stringMatching(sentence),
    });
  });
});
