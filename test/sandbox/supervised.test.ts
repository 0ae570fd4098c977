import { supervise } from '../../src/sandbox/supervised';
import { until } from '../adapters/redis/fixture';

it('a line that a process writes in two pieces is one, and so is the last without an end', async () => {
  const lines: string[] = [];
  const script =
    "process.stderr.write('one and '); setTimeout(() => process.stderr.write('two\\nthree'), 100)";
  const supervised = supervise(process.execPath, ['-e', script], {
    env: process.env,
    onLine: (line) => lines.push(line),
  });
  await until(() => lines.length >= 2);
  await supervised.stop();
  expect(lines.slice(0, 2)).toEqual(['one and two', 'three']);
});
