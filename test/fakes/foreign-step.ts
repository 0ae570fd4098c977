import type { PlannedStep } from '../../approvals/plan';

/** What somebody who can write to Redis would put into a plan: a step that cuts off another tenant's site. */
export const foreignStep: PlannedStep = {
  target: 'gw2',
  cmdlet: 'Remove-VpnS2SInterface',
  parameters: { Name: ['northwind-store'], Force: true },
  because: 'It was put in.',
  undo: [],
  leaves: {},
};
