-- Comes in front of move.lua: whose turn it is on a gateway. Between a change of the whole gateway and those of its
-- tenants it is first come, first served, so that neither overtakes the other for ever. Changes of one tenant are tried
-- oldest first anyway.
-- holding: tenant, or '*' for all -> the request, and behind a blank 'person' while only a person can move it on
-- waiting: request -> { ticket, holds, lapses, counts }

-- Whoever waits tries every second. One that is not heard of for so long (its record is damaged, its worker gone)
-- loses its turn.
local turn_lapses_ms = 300000

local function turn_now()
  local time = redis.call('TIME')
  return time[1] * 1000 + math.floor(time[2] / 1000)
end

local function in_the_way(one, other)
  return one == other or one == '*' or other == '*'
end

-- Who holds the same; one that waits for a person before others, because that may take the longest.
local function turn_holder(holding, id, holds)
  local all, holder, for_person = redis.call('HGETALL', holding), nil, false
  for at = 1, #all, 2 do
    local other, mark = string.match(all[at + 1], '^(%S+) ?(%S*)')
    if other ~= id and in_the_way(all[at], holds) and not for_person then
      holder, for_person = other, mark == 'person'
    end
  end
  return holder, for_person
end

-- Which of the waiting comes before it, and its own ticket.
local function turn_ahead(waiting, id, holds, now)
  local turns, all = {}, redis.call('HGETALL', waiting)
  for at = 1, #all, 2 do
    local turn = cjson.decode(all[at + 1])
    if turn.lapses > now then
      turns[all[at]] = turn
    else
      redis.call('HDEL', waiting, all[at])
    end
  end
  local ticket = turns[id] and turns[id].ticket or math.huge
  local ahead, first = nil, ticket
  for other, turn in pairs(turns) do
    local is_whole = turn.holds == '*' or holds == '*'
    if is_whole and turn.counts and turn.ticket < first then
      ahead, first = other, turn.ticket
    end
  end
  return ahead, turns[id] and ticket
end

-- The request that this one waits for, which then has its place in the line; nil when it may begin. What waits for a
-- person holds nobody up meanwhile: that may take days.
local function turn_blocker(holding, waiting, order, id, holds)
  local now = turn_now()
  local holder, for_person = turn_holder(holding, id, holds)
  local ahead, ticket = turn_ahead(waiting, id, holds, now)
  local blocker = holder or ahead
  if blocker then
    redis.call('HSET', waiting, id, cjson.encode({
      ticket = ticket or redis.call('INCR', order),
      holds = holds,
      lapses = now + turn_lapses_ms,
      counts = not for_person,
    }))
  end
  return blocker
end
