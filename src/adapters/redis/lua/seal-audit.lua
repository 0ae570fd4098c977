-- Writes the entry that seals a broken audit log. What no entry can stand behind goes out of the stream, into a list.
-- KEYS: 1 stream, 2 head, 3 what was set aside, 4 seals, 5 spare
-- ARGV: 1-6 the entry, 7 and 8 the head as it was read, 9 the stream's last id then, 10 its length, 11 how many were set
--       aside before, then pairs of an entry's id and its text, to be set aside
local entry = {
  seq = ARGV[1], previous = ARGV[2], mac = ARGV[3], text = ARGV[4], write = ARGV[5], request = ARGV[6],
}
if audit_done_before(KEYS[1], entry) then
  return { 'written' }
end
local seq, mac = audit_head(KEYS[2])
local last_id = ''
if redis.call('EXISTS', KEYS[1]) == 1 then
  local info = redis.call('XINFO', 'STREAM', KEYS[1])
  for at = 1, #info, 2 do
    if info[at] == 'last-generated-id' then
      last_id = info[at + 1]
    end
  end
end
local is_same = seq == ARGV[7] and mac == ARGV[8] and last_id == ARGV[9]
  and redis.call('XLEN', KEYS[1]) == tonumber(ARGV[10])
  and redis.call('LLEN', KEYS[3]) == tonumber(ARGV[11])
if not is_same then
  return { 'moved' }
end
for at = 12, #ARGV, 2 do
  redis.call('RPUSH', KEYS[3], ARGV[at + 1])
  redis.call('XDEL', KEYS[1], ARGV[at])
end
-- The stream refuses an id that is not above its last one, even of an entry that is gone.
if last_id ~= '' then
  redis.call('XSETID', KEYS[1], string.format('%d-0', entry.seq - 1))
end
local refused = audit_write(KEYS[1], KEYS[2], KEYS[5], entry)
if refused then
  return refused
end
redis.call('RPUSH', KEYS[4], entry.seq)
return { 'written' }
