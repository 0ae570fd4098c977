-- Records, and what the audit log says from an entry on, as of one moment.
-- KEYS: 1 audit stream, 2 audit head, then of each request: itself, the numbers of its entries
-- ARGV: 1 the entry to read from; empty: the first of any of the requests, 2 at most so many entries
-- Answers: of each request its json, version, state and seal, the number of its last write, and that of its first entry;
-- the head's; the entries from there on.
local records, earliest = {}, nil
for at = 3, #KEYS, 2 do
  local found = redis.call('HMGET', KEYS[at], 'json', 'version', 'state', 'seal', 'seq')
  local first = tonumber(redis.call('LINDEX', KEYS[at + 1], 0) or '') or tonumber(found[5] or '')
  records[#records + 1] = {
    { found[1], found[2], found[3], found[4] }, found[5], first and string.format('%d', first),
  }
  if first and (not earliest or first < earliest) then
    earliest = first
  end
end
local from = tonumber(ARGV[1]) or earliest
local entries = {}
if from and from >= 0 then
  entries = redis.call('XRANGE', KEYS[1], string.format('%d-0', from), '+', 'COUNT', ARGV[2])
end
return { records, redis.call('HGET', KEYS[2], 'seq'), entries }
