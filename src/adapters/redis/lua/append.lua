-- One audit entry by itself.
-- KEYS: 1 stream, 2 head, 3 the request's list of entries (or a spare key)
-- ARGV: seq, previous, mac, text, write, request ('' for none)
local entry = {
  seq = ARGV[1], previous = ARGV[2], mac = ARGV[3], text = ARGV[4], write = ARGV[5], request = ARGV[6],
}
if not audit_follows(KEYS[2], entry) then
  if audit_done_before(KEYS[1], entry) then
    return { 'written' }
  end
  return { 'head', audit_head(KEYS[2]) }
end
local refused = audit_write(KEYS[1], KEYS[2], KEYS[3], entry)
if refused then
  if audit_stream_is_ahead(refused) then
    return { 'broken', audit_head(KEYS[2]) }
  end
  return refused
end
return { 'written' }
