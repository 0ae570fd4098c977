import { recorded, tunnelRow } from '../recorded';

/* What a card says of prefixes that meet: whose traffic moves, and whose does not. */

const hq = { tenant: 'contoso', site: 'hq' };
const lab = (subnet: string, more = {}) =>
  tunnelRow('contoso-lab', { IPv4Subnet: [subnet], Destination: ['198.51.100.9'], ...more });

/** What is said of routes: of a key, a session and the like there are other sentences. */
async function notesOf(subnets: string, ...rows: ReturnType<typeof tunnelRow>[]) {
  const gateway = recorded(rows.length === 0 ? {} : { 'Get-VpnS2SInterface': rows });
  const { notes } = await gateway.plan('add-s2s', { ...hq, subnets });
  return notes.filter((note) => !note.includes('key'));
}

describe('of prefixes that nest', () => {
  it('the longer one of another tunnel keeps its way, whatever the metrics', async () => {
    expect(await notesOf('10.0.0.0/8:10')).toEqual([
      '10.2.0.0/24 keeps going through contoso-branch, the rest of 10.0.0.0/8 goes through contoso-hq.',
    ]);
  });

  it('a new longer one takes its part away from the shorter one', async () => {
    expect(await notesOf('10.2.0.128/25:500')).toEqual([
      '10.2.0.128/25 goes through contoso-hq from then on, the rest of 10.2.0.0/24 keeps going through contoso-branch.',
    ]);
  });

  it('the part is taken from the closest of several', async () => {
    const rows = [tunnelRow('contoso-branch'), lab('10.2.0.0/16:1')];
    expect(await notesOf('10.2.0.128/25', ...rows)).toEqual([
      expect.stringContaining('the rest of 10.2.0.0/24 keeps going through contoso-branch'),
    ]);
  });

  it('several longer ones are told in one sentence, the first few by name', async () => {
    const many = Array.from({ length: 7 }, (_, index) => `10.9.${index}.0/24:100`);
    const rows = [tunnelRow('contoso-branch'), lab('10.9.0.0/24', { IPv4Subnet: many })];
    expect(await notesOf('10.0.0.0/8', ...rows)).toEqual([
      '10.2.0.0/24 keeps going through contoso-branch, 10.9.0.0/24 through contoso-lab, 10.9.1.0/24 through contoso-lab, 10.9.2.0/24 through contoso-lab, 10.9.3.0/24 through contoso-lab, 3 more as before, the rest of 10.0.0.0/8 goes through contoso-hq.',
    ]);
  });

  it('one that lies between two says both', async () => {
    expect(await notesOf('10.2.0.0/16', tunnelRow('contoso-branch'), lab('10.0.0.0/8:1'))).toEqual([
      '10.2.0.0/24 keeps going through contoso-branch, the rest of 10.2.0.0/16 goes through contoso-hq.',
      '10.2.0.0/16 goes through contoso-hq from then on, the rest of 10.0.0.0/8 keeps going through contoso-lab.',
    ]);
  });
});

describe('of equal prefixes', () => {
  it.each([
    ['50', 'the lower metric wins, so it goes through contoso-hq (50 against 100).'],
    ['200', 'the lower metric wins, so it goes through contoso-branch (100 against 200).'],
    [
      '100',
      'with the same metric 100: which of them carries it is not certain. Give one of them a lower metric.',
    ],
  ])('with metric %s the metrics decide', async (metric, end) => {
    const [note, ...more] = await notesOf(`10.2.0.0/24:${metric}`);
    expect([note, more]).toEqual([
      expect.stringMatching(/^10\.2\.0\.0\/24 is a subnet of contoso-branch too[:,] /),
      [],
    ]);
    expect(note).toContain(end);
  });

  it('the lowest of several others is the one that counts', async () => {
    const rows = [tunnelRow('contoso-branch'), lab('10.2.0.0/24:20')];
    expect(await notesOf('10.2.0.0/24:50', ...rows)).toEqual([
      '10.2.0.0/24 is a subnet of contoso-lab too: the lower metric wins, so it goes through contoso-lab (20 against 50).',
    ]);
  });
});

describe('a default route', () => {
  it('takes what no longer prefix has', async () => {
    expect(await notesOf('0.0.0.0/0')).toEqual([
      '10.2.0.0/24 keeps going through contoso-branch, all other IPv4 traffic goes through contoso-hq.',
    ]);
  });

  it('of IPv6 is no matter of IPv4, and is said though nothing meets it', async () => {
    expect(await notesOf('::/0')).toEqual([
      'All IPv6 traffic that no longer prefix leads elsewhere goes through contoso-hq: ::/0 is the default route.',
    ]);
  });

  it('of another tunnel loses what a new prefix has', async () => {
    expect(await notesOf('10.1.0.0/24', lab('0.0.0.0/0:1'))).toEqual([
      '10.1.0.0/24 goes through contoso-hq from then on, all other IPv4 traffic keeps going through contoso-lab.',
    ]);
  });
});

it('prefixes of IPv6 are compared as blocks, however they are spelled', async () => {
  const six = lab('', { IPv4Subnet: null, IPv6Subnet: ['2001:DB8:0::/48:100'] });
  expect(await notesOf('2001:db8::/32', six)).toEqual([
    '2001:db8::/48 keeps going through contoso-lab, the rest of 2001:db8::/32 goes through contoso-hq.',
  ]);
});

it('a tunnel that is switched off carries nothing, and will when it is switched on', async () => {
  expect(await notesOf('10.2.0.0/16', lab('10.2.0.0/24:1', { AdminStatus: false }))).toEqual([
    'contoso-lab has 10.2.0.0/24 and is administratively down: once enabled, it counts beside 10.2.0.0/16.',
  ]);
});

it("another tenant's prefixes are harmless, and so is one that cannot be read", async () => {
  const fabrikam = { RoutingDomain: 'Fabrikam', Destination: ['198.51.100.8'] };
  const rows = [
    tunnelRow('fabrikam-plant', { ...fabrikam, IPv4Subnet: ['10.1.0.0/24:100'] }),
    lab('ten'),
  ];
  expect(await notesOf('10.1.0.0/24', ...rows)).toEqual([]);
});

describe('a change of what a tunnel has', () => {
  const rows = { 'Get-VpnS2SInterface': [tunnelRow('contoso-branch'), lab('10.2.0.0/16:10')] };
  const branch = { tenant: 'contoso', site: 'branch' };

  it('says nothing of prefixes that stay', async () => {
    const { notes } = await recorded(rows).plan('set-s2s', { ...branch, persistent: 'no' });
    expect(notes.filter((note) => note.includes('10.2'))).toEqual([]);
  });

  it('says where the traffic goes that it no longer takes', async () => {
    const { notes } = await recorded(rows).plan('set-s2s', { ...branch, subnets: '10.4.0.0/24' });
    expect(notes).toContain('10.2.0.0/24 then goes through contoso-lab, which has 10.2.0.0/16.');
  });

  it('says nothing of a part that a prefix of its own goes on to have', async () => {
    const { notes } = await recorded(rows).plan('set-s2s', { ...branch, subnets: '10.2.0.0/23' });
    expect(notes.filter((note) => note.includes('then goes'))).toEqual([]);
  });

  it('compares a new metric with equal prefixes alone', async () => {
    const { notes } = await recorded(rows).plan('set-s2s', { ...branch, subnets: '10.2.0.0/24:5' });
    expect(notes.filter((note) => note.includes('10.2'))).toEqual([]);
  });

  it('a tunnel that is removed leaves its traffic to what else has it', async () => {
    const { notes } = await recorded(rows).plan('remove-s2s', branch);
    expect(notes).toContain('10.2.0.0/24 then goes through contoso-lab, which has 10.2.0.0/16.');
  });
});
