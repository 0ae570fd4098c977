-- Gives claims back, as long as they are still ours.   KEYS: 1 leases   ARGV: 1 the end of our lease, then the claims
for at = 2, #ARGV do
  if redis.call('HGET', KEYS[1], ARGV[at]) == ARGV[1] then
    redis.call('HDEL', KEYS[1], ARGV[at])
  end
end
return 1
