// Whole processes: a worker is killed, a lock must lapse, a supervisor brings it back.
jest.setTimeout(60_000);
