import { join } from 'node:path';
import { createChannels } from '../../src/world/channels';
import { warmUp } from '../../src/commands/warm-up';
import { readConfig } from '../../src/config/directory';
import { operations } from '../../src/ops/catalog';
import { packageRoot } from '../../src/package-root';
import { createPeople } from '../../src/world/people';
import type { ChatParts } from '../../src/workflow/parts';
import { memoryChat } from '../fakes/memory-chat';
import { realClock } from '../fakes/real-clock';

const config = readConfig(join(packageRoot, 'src', 'sandbox', 'config'));

/** What the configuration says, and nothing else: neither records nor a queue. */
function configured(known: typeof config.people) {
  const asked: string[] = [];
  const slack = memoryChat('slack', realClock);
  const people = createPeople(known);
  const groupsOf = (id: string) => {
    asked.push(id);
    return people.groupsOf(id);
  };
  const parts = {
    ...config,
    people: { ...people, groupsOf },
    channels: createChannels(config.channels),
    chats: { slack },
    operations,
  } as unknown as ChatParts;
  return { parts, asked, slack };
}

test('who may do what is worked out before anybody asks, without a record, and nothing is said', async () => {
  const { parts, asked, slack } = configured(config.people);
  await warmUp(parts);
  expect(asked.length).toBeGreaterThan(operations.length);
  expect(slack.posted()).toEqual([]);
});

test('where nobody is known yet there is nothing to work out', async () => {
  const { parts, asked } = configured({});
  await warmUp(parts);
  expect(asked).toEqual([]);
});
