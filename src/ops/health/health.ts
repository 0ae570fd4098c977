import { healthCard } from '../../health/health-card';
import { judge } from '../../health/judge-gateway';
import { firstReads, readingOf, secondReads } from '../../health/reading';
import { gateway, tenant } from '../args/name';
import { defineQuery } from '../operation';

export const health = defineQuery({
  name: 'health',
  summary: 'Show how a tenant or a gateway stands: tunnels, BGP peers, and what is the matter',
  args: { tenant: tenant({ optional: true }), gateway: gateway({ optional: true }) },
  examples: ['health tenant=contoso', 'health gateway=gw1'],
  answer: async (_args, context) => {
    const first = await context.attempt([...firstReads]);
    const next = secondReads(first);
    const second = next.length === 0 ? [] : await context.attempt(next);
    const reading = readingOf(context.gateway.name, first, second);
    return healthCard(judge(reading, context.inventory), context.tenant?.name);
  },
});
