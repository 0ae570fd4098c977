import { chatContract } from '../chat-contract';
import { teamsHarness } from './teams-harness';

chatContract('The Teams adapter', () => teamsHarness(), {
  formsExpire: false,
  knowsRepeatedPosts: false,
  sendsAway: true,
});
