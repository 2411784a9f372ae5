// All stories, in the order in which they are told.
import asking from './asking.mjs';
import attention from './attention.mjs';
import background from './background.mjs';
import connections from './connections.mjs';
import documents from './documents.mjs';
import focus from './focus.mjs';
import forms from './forms.mjs';
import furtherChecks from './further-checks.mjs';
import history from './history.mjs';
import hostile from './hostile.mjs';
import isDown from './is-down.mjs';
import keys from './keys.mjs';
import odd from './odd.mjs';
import options from './options.mjs';
import outside from './outside.mjs';
import ownPage from './own-page.mjs';
import paper from './paper.mjs';
import past from './past.mjs';
import pictures from './pictures.mjs';
import picturesContrast from './pictures-contrast.mjs';
import picturesLarge from './pictures-large.mjs';
import picturesRare from './pictures-rare.mjs';
import picturesWatching from './pictures-watching.mjs';
import popup from './popup.mjs';
import prying from './prying.mjs';
import recovery from './recovery.mjs';
import report from './report.mjs';
import signIn from './sign-in.mjs';
import standDown from './stand-down.mjs';
import tabs from './tabs.mjs';
import takenUp from './taken-up.mjs';
import telling from './telling.mjs';
import terms from './terms.mjs';
import watching from './watching.mjs';

/** @type {import('./scene.mjs').Story[]} */
export const stories = [
  ...recovery,
  ...asking,
  ...tabs,
  ...watching,
  ...telling,
  ...takenUp,
  ...attention,
  ...standDown,
  ...signIn,
  ...documents,
  ...hostile,
  ...prying,
  ...paper,
  ...ownPage,
  ...forms,
  ...popup,
  ...isDown,
  ...keys,
  ...focus,
  ...background,
  ...odd,
  ...history,
  ...past,
  ...report,
  ...terms,
  ...outside,
  ...furtherChecks,
  ...connections,
  ...options,
  ...pictures,
  ...picturesWatching,
  ...picturesContrast,
  ...picturesLarge,
  ...picturesRare,
];
