-- Takes a request whose record is not believed out of everything that waits for it. The record is kept under another name.
-- KEYS: 1 stream, 2 head, 3 the request's audit entries, 4 request, 5 where its record is kept, 6 all requests, 7 open
--       ones, 8 due times, 9 their leases, 10 and 11 behind marks, then of each gateway who holds what and who waits
-- ARGV: 1-6 the audit entry, 7 id, 8 the record as it was read, then the kinds of due times
local entry = {
  seq = ARGV[1], previous = ARGV[2], mac = ARGV[3], text = ARGV[4], write = ARGV[5], request = ARGV[6],
}
local id = ARGV[7]
if audit_done_before(KEYS[1], entry) then
  return { 'written' }
end
local there = redis.call('TYPE', KEYS[4]).ok
local record = there == 'hash' and redis.call('HGET', KEYS[4], 'json') or ''
if record ~= ARGV[8] then
  return { 'moved' }
end
local refused = audit_refusal(KEYS[1], KEYS[2], KEYS[3], entry)
if refused then
  return refused
end
if there ~= 'none' then
  redis.call('RENAME', KEYS[4], KEYS[5])
end
redis.call('ZREM', KEYS[6], id)
redis.call('ZREM', KEYS[7], id)
for at = 9, #ARGV do
  redis.call('ZREM', KEYS[8], ARGV[at] .. ' ' .. id)
  redis.call('HDEL', KEYS[9], ARGV[at] .. ' ' .. id)
end
redis.call('ZREM', KEYS[10], id)
redis.call('ZREM', KEYS[11], id)
for at = 12, #KEYS, 2 do
  local holding = redis.call('HGETALL', KEYS[at])
  for field = 1, #holding, 2 do
    if string.match(holding[field + 1], '^%S+') == id then
      redis.call('HDEL', KEYS[at], holding[field])
    end
  end
  redis.call('HDEL', KEYS[at + 1], id)
end
return { 'written' }
