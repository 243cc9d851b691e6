// Bespoken's virtual-alexa as a person: reads {url, model, locale, skill, turns} from standard input, takes each turn
// (null opens the skill, a text is said, {intent, slots} is meant) and prints the responses, a JSON array.
const { VirtualAlexa } = require("virtual-alexa");

async function main(plan) {
  const alexa = VirtualAlexa.Builder()
    .skillURL(plan.url)
    .interactionModelFile(plan.model)
    .applicationID(plan.skill)
    .locale(plan.locale)
    .create();
  alexa.context().device().setID("amzn1.ask.device.virtual");
  const answers = [];
  for (const turn of plan.turns) {
    if (turn === null) answers.push(await alexa.launch());
    else if (typeof turn === "string") answers.push(await alexa.utter(turn));
    else answers.push(await alexa.intend(turn.intent, turn.slots));
  }
  return answers;
}

main(JSON.parse(require("fs").readFileSync(0, "utf8"))).then(
  (answers) => process.stdout.write(JSON.stringify(answers)),
  (error) => {
    process.stderr.write(String(error.stack || error));
    process.exit(1);
  },
);
