import { deliveryContract } from './chat-contract-delivery';
import { eventContract } from './chat-contract-events';
import { sendingContract } from './chat-contract-sending';
import type { ChatHarness, Platform } from './chat-harness';

/** What every adapter of the Chat port must do, whatever is on its other side. */
export function chatContract(
  name: string,
  makeHarness: () => Promise<ChatHarness>,
  platform: Platform,
): void {
  describe(`${name} keeps the chat contract`, () => {
    sendingContract(makeHarness, platform);
    eventContract(makeHarness, platform);
    deliveryContract(makeHarness);
  });
}
