-- A record, and what the audit log says from an entry on, as of one moment.
-- KEYS: 1 the request, 2 audit stream, 3 audit head, 4 the numbers of the request's entries
-- ARGV: 1 the entry to read from; empty: the first of the request, 2 at most so many entries
-- Answers: json, version, state and seal; the number of its last write; the head's; the entries from there on; the number
-- of its first entry.
local found = redis.call('HMGET', KEYS[1], 'json', 'version', 'state', 'seal', 'seq')
local last = tonumber(found[5] or '')
local first = tonumber(redis.call('LINDEX', KEYS[4], 0) or '') or last
local from = tonumber(ARGV[1]) or first
local entries = {}
if from and from >= 0 then
  entries = redis.call('XRANGE', KEYS[2], string.format('%d-0', from), '+', 'COUNT', ARGV[2])
end
local head = redis.call('HGET', KEYS[3], 'seq')
return { { found[1], found[2], found[3], found[4] }, found[5], head, entries, first and string.format('%d', first) }
