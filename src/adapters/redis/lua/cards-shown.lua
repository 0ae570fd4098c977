-- Remembers what a chat shows; the behind mark goes when that is the newest version, and comes when it is not.
-- Said over other cards than those that are remembered, it remembers nothing and only has them drawn again.
-- KEYS: 1 cards, 2 request, 3 behind marks of that chat
-- ARGV: 1 chat, 2 cards, 3 version shown, 4 id, 5 the cards it is said over, empty for any
local newest = redis.call('HGET', KEYS[2], 'version')
if ARGV[5] ~= '' and redis.call('HGET', KEYS[1], ARGV[1]) ~= ARGV[5] then
  if newest then
    redis.call('ZADD', KEYS[3], newest, ARGV[4])
  end
  return 0
end
redis.call('HSET', KEYS[1], ARGV[1], ARGV[2])
if not newest or tonumber(ARGV[3]) >= tonumber(newest) then
  redis.call('ZREM', KEYS[3], ARGV[4])
else
  redis.call('ZADD', KEYS[3], newest, ARGV[4])
end
return 1
