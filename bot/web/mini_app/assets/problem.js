// Says why something could not be done, and offers the chat where that is the way on.

import { Offline } from "./api.js";
import { openChat } from "./bridge.js";
import { button, say, tell } from "./element.js";

export function tellProblem(problem) {
  const message = tell(problem instanceof Offline ? say("lost") : problem.message || say("lost"), "bad");
  if (problem.chat && problem.offers.length) message.append(button(say("open-chat"), () => openChat(problem.chat)));
}
