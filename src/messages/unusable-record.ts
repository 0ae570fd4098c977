import type { Message } from '../message';

/** For the operations channels: a request's record is not believed, and why. */
export function unusableRecord(request: string, why: string): Message {
  return {
    summary: `${request} is stopped: its record is not to be trusted`,
    title: [{ bold: request }, ' is stopped: its record is not to be trusted'],
    tone: 'bad',
    blocks: [
      { kind: 'text', text: why },
      {
        kind: 'text',
        text: `Nothing of it is run or undone, and what it holds on its gateway stays held. Who can write to the bot's Redis? On the bot's host say: mtgw audit verify. When the record cannot be brought back: mtgw set-aside ${request}`,
      },
    ],
  };
}

/** For the channel that it was asked in: the reason may speak of more than that channel may know. */
export function stoppedRequest(request: string): Message {
  return {
    summary: `${request} is stopped: its record is not to be trusted`,
    title: [{ bold: request }, ' is stopped: its record is not to be trusted'],
    tone: 'bad',
    blocks: [
      { kind: 'text', text: 'Nothing of it is run or undone. The operators have the reason.' },
    ],
  };
}
