-- Comes in front of every script that writes an audit entry. Node computes the entry's HMAC over the head
-- that it knows (Redis has SHA-1 only); here the head is compared, so the chain never forks.
-- entry: { seq, previous, mac, text, write ('writer:number'), request }

local function audit_head(head_key)
  local head = redis.call('HMGET', head_key, 'seq', 'mac')
  return head[1] or '0', head[2] or string.rep('0', 64)
end

-- True when this very write was done before: it was sent again after its answer had been lost.
local function audit_done_before(stream, entry)
  local there = redis.call('XRANGE', stream, entry.seq .. '-0', entry.seq .. '-0')
  return there[1] ~= nil and there[1][2][6] == entry.write
end

local function audit_follows(head_key, entry)
  local seq, mac = audit_head(head_key)
  return tonumber(entry.seq) == tonumber(seq) + 1 and entry.previous == mac
end

-- First of all writes of a script: a script is not rolled back, and this is the one that may be refused: the
-- memory is full, or somebody put entries into the stream behind the head's back. Then it gives the error.
local function audit_write(stream, head_key, of_key, entry)
  local added = redis.pcall('XADD', stream, entry.seq .. '-0', 'e', entry.text, 'm', entry.mac, 'w', entry.write)
  if type(added) == 'table' and added.err then
    return added
  end
  redis.call('HSET', head_key, 'seq', entry.seq, 'mac', entry.mac)
  if entry.request ~= '' then
    redis.call('RPUSH', of_key, entry.seq)
  end
  return nil
end

local function audit_stream_is_ahead(refused)
  return string.find(refused.err, 'equal or smaller', 1, true) ~= nil
end

-- Whoever came with a head that is not the newest any more has the next turn for so long: a process that writes without
-- a pause would else be first every time, and the others never. It is no lock: who lost it is refused by the head.
local audit_turn_ms = 25

local function audit_now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

-- Whose turn it is, while it is one: 'writer until'. One that ends later than any could was not given here.
local function audit_turn(head_key, now)
  local writer, till = string.match(redis.call('HGET', head_key, 'turn') or '', '^(%S+) (%d+)$')
  local left = tonumber(till or '0') - now
  return left > 0 and left <= audit_turn_ms and writer or nil
end

-- Writes the entry, or returns what the script answers instead: the true head, with 'wait' while it is another one's
-- turn; or why the stream takes none.
local function audit_refusal(stream, head_key, of_key, entry)
  local now, writer = audit_now(), string.match(entry.write, '^[^:]*')
  local turn = audit_turn(head_key, now)
  local seq, mac = audit_head(head_key)
  if turn and turn ~= writer then
    return { 'head', seq, mac, 'wait' }
  end
  if not audit_follows(head_key, entry) then
    redis.call('HSET', head_key, 'turn', string.format('%s %d', writer, now + audit_turn_ms))
    return { 'head', seq, mac }
  end
  local refused = audit_write(stream, head_key, of_key, entry)
  if refused and audit_stream_is_ahead(refused) then
    return { 'broken', audit_head(head_key) }
  end
  if turn and not refused then
    redis.call('HDEL', head_key, 'turn')
  end
  return refused
end
