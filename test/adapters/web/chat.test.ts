import { chatContract } from '../chat-contract';
import { webHarness } from './web-harness';

const platform = { formsExpire: true, knowsRepeatedPosts: true, sendsAway: false };
chatContract('The web adapter as Slack', () => webHarness('slack'), platform);
chatContract('The web adapter as Teams', () => webHarness('teams'), platform);
