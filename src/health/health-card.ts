import type { Health, Verdict } from '../ports/health';
import type { Message, Text, Tone } from '../message';
import { capped } from './capped';
import { grouped } from './grouped';
import type { Judgement } from './judge-gateway';
import { type Scope, sentenceFor } from './scope';

/** The rest is better than these. */
const most = 40;
const order: Health[] = ['down', 'unknown', 'degraded', 'healthy'];
const tones: Record<Health, Tone> = {
  down: 'bad',
  unknown: 'warning',
  degraded: 'warning',
  healthy: 'good',
};
const marks: Record<Health, string> = { down: '✗', unknown: '?', degraded: '!', healthy: '✓' };
const rank = ({ health, resting }: Verdict) => order.indexOf(health) + (resting ? 0.5 : 0);

/** How a gateway stands, or one tenant on it: the worst first, what follows from it right below. */
export function healthCard({ gateway, verdicts }: Judgement, tenant?: string): Message {
  const scope = { tenant };
  const key = tenant === undefined ? `gateway ${gateway}` : `tenant ${tenant}`;
  const top = verdicts.find((one) => one.key === key);
  const shown = verdicts.filter(
    (one) => one !== top && (tenant === undefined || one.tenant === tenant || one.because === key),
  );
  // A fault of the whole gateway is the tenant's too.
  const reasons = new Set([top?.because, ...shown.map(({ because }) => because)]);
  const isShown = new Set(shown);
  const above = verdicts.filter((one) => reasons.has(one.key) && one !== top && !isShown.has(one));
  const keys = new Set([...above, ...shown].map((one) => one.key));
  const causes = [...above, ...shown].filter(
    ({ because }) => because === undefined || !keys.has(because),
  );
  const consequences = grouped(shown, ({ because }) => because ?? '');
  const rows = causes
    .toSorted((a, b) => rank(a) - rank(b))
    .flatMap((cause) => [cause, ...below(consequences, cause)]);
  const health = top?.health ?? 'unknown';
  const sentence =
    top === undefined ? `How ${tenant ?? gateway} stands is not known.` : sentenceFor(scope, top);
  const words = top?.absent ? `not on ${gateway}` : health === 'unknown' ? 'not known' : health;
  const name = tenant ?? gateway;
  const title = `${name} is ${words}`;
  const isWell = sentence === `${name} is well.`;
  // What the title and the rows below say already is not said a third time between them.
  const isSaid = isWell || (rows.length > 0 && sentence.startsWith(title));
  return {
    summary: isWell ? `${title}.` : sentence,
    title: [{ bold: name }, ` is ${words}`],
    tone: top?.absent ? 'neutral' : tones[health],
    blocks: [
      ...(isSaid ? [] : [{ kind: 'text' as const, text: sentence }]),
      ...(rows.length === 0
        ? []
        : [
            {
              kind: 'list' as const,
              items: capped(
                rows.map((one) => textOf(one, scope)),
                most,
              ),
            },
          ]),
    ],
  };
}

function below(consequences: ReadonlyMap<string, Verdict[]>, cause: Verdict): Verdict[] {
  const own = consequences.get(cause.key) ?? [];
  return own.flatMap((one) => [one, ...below(consequences, one)]);
}

function textOf(verdict: Verdict, scope: Scope): Text {
  const mark = verdict.resting ? '–' : marks[verdict.health];
  return `${mark} ${sentenceFor(scope, verdict)}`;
}
