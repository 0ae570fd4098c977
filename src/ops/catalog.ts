import { addBgpPeer } from './bgp/add';
import { listBgpPeer } from './bgp/list';
import { removeBgpPeer } from './bgp/remove';
import { showBgp } from './bgp/show';
import type { Operation } from './operation';
import { health } from './health/health';
import { addS2s } from './s2s/add';
import { connectS2s } from './s2s/connect';
import { disconnectS2s } from './s2s/disconnect';
import { listS2s } from './s2s/list';
import { removeS2s } from './s2s/remove';
import { setS2s } from './s2s/set';
import { showS2s } from './s2s/show';

/** Everything that can be done to a gateway. One line each; all else is read from the declaration. */
export const operations: readonly Operation[] = [
  addS2s,
  setS2s,
  removeS2s,
  connectS2s,
  disconnectS2s,
  showS2s,
  listS2s,
  health,
  addBgpPeer,
  removeBgpPeer,
  showBgp,
  listBgpPeer,
];
