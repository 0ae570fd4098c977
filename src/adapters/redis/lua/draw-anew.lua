-- Has a chat draw a request again, whatever it shows. In one step, because another process may be posting lines there.
-- KEYS: 1 cards, 2 request, 3 behind marks of that chat   ARGV: 1 chat, 2 id
local newest = redis.call('HGET', KEYS[2], 'version')
if not newest then
  return 0
end
local cards = redis.call('HGET', KEYS[1], ARGV[1])
if cards then
  local shown = cjson.decode(cards)
  shown.version = 0
  redis.call('HSET', KEYS[1], ARGV[1], cjson.encode(shown))
end
redis.call('ZADD', KEYS[3], newest, ARGV[2])
return 1
