-- One audit entry by itself.
-- KEYS: 1 stream, 2 head, 3 the request's list of entries (or a spare key)
-- ARGV: seq, previous, mac, text, write, request ('' for none)
local entry = {
  seq = ARGV[1], previous = ARGV[2], mac = ARGV[3], text = ARGV[4], write = ARGV[5], request = ARGV[6],
}
if not audit_follows(KEYS[2], entry) and audit_done_before(KEYS[1], entry) then
  return { 'written' }
end
return audit_refusal(KEYS[1], KEYS[2], KEYS[3], entry) or { 'written' }
