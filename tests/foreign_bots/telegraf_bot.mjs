// A bot with Telegraf: node telegraf_bot.mjs ADDRESS TOKEN polling, or … webhook PORT.
import { createServer } from "node:http";
import { createRequire } from "node:module";

// Found in the working folder, where npm has installed it, and not beside this file.
const { Input, Markup, Telegraf } = createRequire(`${process.cwd()}/`)("telegraf");

const [address, token, mode, port] = process.argv.slice(2);
const bot = new Telegraf(token, { telegram: { apiRoot: address } });

bot.start((context) => context.replyWithHTML("Welcome to <b>Telegraf</b>", Markup.inlineKeyboard([Markup.button.callback("Go on", "go")])));
bot.help((context) => context.replyWithMarkdownV2("*Help*"));
bot.command("keys", (context) => context.reply("Your contact?", Markup.keyboard([Markup.button.contactRequest("Share")]).resize()));
bot.command("file", (context) => context.replyWithDocument(Input.fromBuffer(Buffer.from("words"), "words.txt")));
bot.command("album", (context) => context.replyWithMediaGroup([1, 2].map((number) => (
  { type: "document", media: Input.fromBuffer(Buffer.from(`words ${number}`), `words-${number}.txt`) }))));
bot.command("poll", (context) => context.replyWithPoll("Which?", ["A", "B"], { is_anonymous: false }));
bot.action("go", async (context) => {
  await context.answerCbQuery("Gone on");
  await context.editMessageText("Done");
});
bot.on("poll_answer", (context) => context.telegram.sendMessage(context.pollAnswer.user.id, "Thank you"));
bot.on("contact", (context) => context.reply(context.message.contact.phone_number));
bot.on("location", (context) => context.replyWithVenue(22.8, 108.3, "Office", "1 Road"));
bot.on("text", (context) => context.reply(context.message.text));
bot.on("message", (context) => context.reply("Got it"));

await bot.telegram.setMyCommands([{ command: "start", description: "Begin" }, { command: "keys", description: "Keyboard" }]);
if (mode === "polling") {
  bot.launch();
} else {
  createServer(bot.webhookCallback("/", { secretToken: "secret" })).listen(Number(port), "127.0.0.1");
  await bot.telegram.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: "secret" });
}
