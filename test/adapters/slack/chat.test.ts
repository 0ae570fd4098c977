import { chatContract } from '../chat-contract';
import { slackHarness } from './slack-harness';

chatContract('The Slack adapter', () => slackHarness(), {
  formsExpire: true,
  knowsRepeatedPosts: false,
  sendsAway: true,
});
