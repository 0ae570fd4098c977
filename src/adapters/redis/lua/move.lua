-- Writes one request over the version it was made from, with everything that follows from it, or nothing.
-- KEYS: 1 audit stream, 2 audit head, 3 the request's audit entries, 4 request, 5 all requests, 6 open ones,
--       7 who holds what on its gateway, 8 due times, 9 their leases, 10 and 11 behind marks (one
--       and the same where the bot speaks in one chat), 12 order, 13 who waits for its turn there,
--       14 the requests about its tenant's site, then, where it closes an intent, that; and where it opens one, that and
--       the runs of the request
-- ARGV: 1-6 the audit entry, 7 id, 8 version it was made from (0: create), 9 its state, 10 new record,
--       11 new version, 12 new state, 13 'open' or 'final', 14 tenant it holds ('*' all, '' nothing),
--       15 channel of behind marks, 16 due times ('warning=1000 expiry=2000'),
--       17 'person' while only a person can move it on, or '', 18 'yes' when it is about a tenant's site,
--       19 the seal over the new record, 20 the intent it closes, or '', then, where it opens one: run, intent, step
local entry = {
  seq = ARGV[1], previous = ARGV[2], mac = ARGV[3], text = ARGV[4], write = ARGV[5], request = ARGV[6],
}
local id, from_version, from_state = ARGV[7], ARGV[8], ARGV[9]
local record, version, state, life, holds = ARGV[10], ARGV[11], ARGV[12], ARGV[13], ARGV[14]
local due, waits_for = ARGV[16], ARGV[17]

-- Its cmdlet has answered, whatever becomes of the record.
local at = 15
if ARGV[20] ~= '' then
  if redis.call('GET', KEYS[at]) == ARGV[20] then
    redis.call('DEL', KEYS[at])
  end
  at = at + 1
end
local intent_key, runs_key = KEYS[at], KEYS[at + 1]

local function refuse(why, detail)
  local seq, mac = audit_head(KEYS[2])
  return { why, seq, mac, detail }
end

local there = redis.call('HMGET', KEYS[4], 'version', 'state', 'holds', 'due')
local exists = there[1] or there[2]
local expected = from_version == '0' and not exists
  or exists and there[1] == from_version and there[2] == from_state
if not expected then
  if audit_done_before(KEYS[1], entry) then
    return { 'written' }
  end
  if not exists then
    return refuse('missing', '')
  end
  return refuse('outdated')
end

local held = there[3] or ''
if holds ~= '' and holds ~= held then
  local blocker = turn_blocker(KEYS[7], KEYS[13], KEYS[12], id, holds)
  if blocker then
    return refuse('held', blocker)
  end
end

if intent_key and target_refusal(intent_key, runs_key, ARGV[21], ARGV[22]) then
  return refuse('busy')
end

local refused = audit_refusal(KEYS[1], KEYS[2], KEYS[3], entry)
if refused then
  return refused
end

if intent_key then
  take_target(intent_key, runs_key, ARGV[21], ARGV[22], ARGV[23])
end
redis.call('HSET', KEYS[4], 'version', version, 'state', state, 'json', record, 'seal', ARGV[19], 'holds', holds,
  'due', due, 'seq', entry.seq, 'mac', entry.mac)
if from_version == '0' then
  local place = redis.call('INCR', KEYS[12])
  redis.call('ZADD', KEYS[5], place, id)
  redis.call('ZADD', KEYS[6], place, id)
  if ARGV[18] == 'yes' then
    redis.call('ZADD', KEYS[14], place, id)
  end
end
if life == 'final' then
  redis.call('ZREM', KEYS[6], id)
end

if held ~= '' and held ~= holds then
  redis.call('HDEL', KEYS[7], held)
end
if holds ~= '' then
  redis.call('HSET', KEYS[7], holds, waits_for == '' and id or id .. ' ' .. waits_for)
end
if state ~= from_state then
  redis.call('HDEL', KEYS[13], id)
end

-- A claim stays while its time stays: an unrelated write must not let a second process claim it.
local due_before = there[4] or ''
if due ~= due_before then
  local kept = {}
  for kind, at in string.gmatch(due, '(%a+)=(%-?%d+)') do
    local member = kind .. ' ' .. id
    kept[kind] = true
    local was = redis.call('ZSCORE', KEYS[8], member)
    if not was or tonumber(was) ~= tonumber(at) then
      redis.call('ZADD', KEYS[8], at, member)
      redis.call('HDEL', KEYS[9], member)
    end
  end
  for kind in string.gmatch(due_before, '(%a+)=') do
    if not kept[kind] then
      redis.call('ZREM', KEYS[8], kind .. ' ' .. id)
      redis.call('HDEL', KEYS[9], kind .. ' ' .. id)
    end
  end
end

redis.call('ZADD', KEYS[10], version, id)
redis.call('ZADD', KEYS[11], version, id)
redis.call('PUBLISH', ARGV[15], id)
return { 'written' }
