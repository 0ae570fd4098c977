-- Remembers what a chat shows; the behind mark goes when that is the newest version, and comes when it is not.
-- Said over other cards than those that are remembered, it only notes which lines were posted, and has the rest drawn
-- again: two processes were at it, and nobody knows whose card came last.
-- KEYS: 1 cards, 2 request, 3 behind marks of that chat
-- ARGV: 1 chat, 2 cards, 3 version shown, 4 id, 5 the cards it is said over, empty for any
local newest = redis.call('HGET', KEYS[2], 'version')

local function same(one, other)
  return one.version == other.version and one.posted == other.posted and one.drawn == other.drawn
    and (one.card or {}).id == (other.card or {}).id
end

if ARGV[5] ~= '' then
  local found = redis.call('HGET', KEYS[1], ARGV[1])
  local known = found and cjson.decode(found) or { version = 0, posted = 0 }
  if not same(known, cjson.decode(ARGV[5])) then
    known.version = 0
    known.posted = math.max(known.posted, cjson.decode(ARGV[2]).posted)
    redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(known))
    if newest then
      redis.call('ZADD', KEYS[3], newest, ARGV[4])
    end
    return 0
  end
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if not newest or tonumber(ARGV[3]) >= tonumber(newest) then
  redis.call('ZREM', KEYS[3], ARGV[4])
else
  redis.call('ZADD', KEYS[3], newest, ARGV[4])
end
return 1
