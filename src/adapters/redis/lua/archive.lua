-- Writes the entry that says what was archived, and takes exactly that out of Redis.
-- KEYS: 1 stream, 2 head, 3 spare, 4 where the log begins, 5 all requests, 6 and 7 behind marks, then for each ended
--       request its record, its cards, its runs and the requests about its site, then the lists of requests' entries
-- ARGV: 1-6 the audit entry, 7 where the log began, 8 archived through, 9 the mac of that entry, 10 how many requests,
--       then pairs of a request and its version
local entry = {
  seq = ARGV[1], previous = ARGV[2], mac = ARGV[3], text = ARGV[4], write = ARGV[5], request = ARGV[6],
}
local through, ended = tonumber(ARGV[8]), tonumber(ARGV[10])
if audit_done_before(KEYS[1], entry) then
  return { 'written' }
end
if (redis.call('HGET', KEYS[4], 'seq') or '0') ~= ARGV[7] then
  return { 'moved' }
end
for at = 1, ended do
  if redis.call('HGET', KEYS[4 + 4 * at], 'version') ~= ARGV[10 + 2 * at] then
    return { 'moved' }
  end
end
local refused = audit_refusal(KEYS[1], KEYS[2], KEYS[3], entry)
if refused then
  return refused
end
redis.call('HSET', KEYS[4], 'seq', ARGV[8], 'mac', ARGV[9])
redis.call('XTRIM', KEYS[1], 'MINID', string.format('%d-0', through + 1))
for at = 1, ended do
  local id = ARGV[9 + 2 * at]
  redis.call('DEL', KEYS[4 + 4 * at], KEYS[5 + 4 * at], KEYS[6 + 4 * at])
  redis.call('ZREM', KEYS[7 + 4 * at], id)
  redis.call('ZREM', KEYS[5], id)
  redis.call('ZREM', KEYS[6], id)
  redis.call('ZREM', KEYS[7], id)
end
for at = 8 + 4 * ended, #KEYS do
  while tonumber(redis.call('LINDEX', KEYS[at], 0) or through + 1) <= through do
    redis.call('LPOP', KEYS[at])
  end
end
return { 'written' }
