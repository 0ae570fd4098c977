// Runs `emulate`, which binds every address of the machine: whatever it wants to listen on, it gets 127.0.0.1.
import net from 'node:net';

const listen = net.Server.prototype.listen;

net.Server.prototype.listen = function (...given) {
  const [where, host] = given;
  if (typeof where === 'object' && where !== null && where.path === undefined) {
    given[0] = { ...where, host: '127.0.0.1' };
  } else if (typeof where === 'number' || /^\d+$/.test(where)) {
    given.splice(1, typeof host === 'string' ? 1 : 0, '127.0.0.1');
  }
  return listen.apply(this, given);
};

await import('emulate/cli');
