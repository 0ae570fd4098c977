-- How many workers serve a gateway now.   KEYS: 1 the gateway's presence
local time = redis.call('TIME')
return redis.call('ZCOUNT', KEYS[1], time[1] * 1000 + math.floor(time[2] / 1000), '+inf')
