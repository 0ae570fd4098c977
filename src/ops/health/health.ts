import { healthCard } from '../../health/health-card';
import { judge } from '../../health/judge-gateway';
import { peerReadings, probeReadings, readingOf } from '../../health/reading';
import { gateway, tenant } from '../args/name';
import { defineQuery } from '../operation';

export const health = defineQuery({
  name: 'health',
  summary: 'Show how a tenant or a gateway stands: tunnels, BGP peers, and what is the matter',
  args: { tenant: tenant({ optional: true }), gateway: gateway({ optional: true }) },
  examples: ['health tenant=contoso', 'health gateway=gw1'],
  reads: () => probeReadings,
  more: (_args, probe) => peerReadings(probe),
  answer: (_args, probe, { gateway: at, tenant: owner, inventory }, peers) => {
    const reading = readingOf(at.name, probe, peers ?? { domains: [] });
    return healthCard(judge(reading, inventory), owner?.name);
  },
});
