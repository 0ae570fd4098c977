import { untilRest } from '../../src/sandbox/until-rest';

it('is over when two looks in a row find nothing', async () => {
  const looks = [['a job'], [], ['a card'], [], []];
  let count = 0;
  await untilRest(async () => looks[count++] ?? ['a look too many']);
  expect(count).toBe(5);
});

it('fails with what is left, also where it could not look', async () => {
  const unable = () => Promise.reject(new Error('Redis is away'));
  await expect(untilRest(async () => ['CR-1, which is queued', 'a card'], 1)).rejects.toThrow(
    'the bot did not come to rest in 0.001 s; left is: CR-1, which is queued; a card',
  );
  await expect(untilRest(unable, 1)).rejects.toThrow('left is: Redis is away');
});
