import { chatContract } from '../chat-contract';
import { webHarness } from './web-harness';

chatContract('The web adapter as Slack', () => webHarness('slack'));
chatContract('The web adapter as Teams', () => webHarness('teams'));
