import { stepText } from '../../src/messages/step-text';

const step = (parameters: Parameters<typeof stepText>[0]['parameters']) =>
  stepText({ target: 'gw1', cmdlet: 'Set-VpnS2SInterface', parameters, because: '' });

describe('a step on a card', () => {
  it('never shows a secret, wherever it stands', () => {
    const shown = step({
      SharedSecret: { secret: 'ref-1', origin: 'made' },
      Nested: [{ secret: 'ref-2' }],
    });
    expect(shown).toBe('Set-VpnS2SInterface -SharedSecret ******** -Nested ********');
  });
  it('quotes what PowerShell would take apart, and shows switches as typed', () => {
    const shown = step({ Name: "o'hara; $(x)", Force: true, Persistent: false, Metric: 5 });
    expect(shown).toBe(
      "Set-VpnS2SInterface -Name 'o''hara; $(x)' -Force\n    -Persistent:$false -Metric 5",
    );
  });
  it('breaks only between parameters, and keeps each with its value', () => {
    const names = Array.from({ length: 12 }, (_, i) => [`Parameter${i}`, `value-${i}`] as const);
    const lines = step(Object.fromEntries(names)).split('\n');
    expect(Math.max(...lines.map((line) => line.length))).toBeLessThanOrEqual(64);
    for (const [name, value] of names) {
      expect(lines.filter((line) => line.includes(`-${name} ${value}`))).toHaveLength(1);
    }
  });
});
