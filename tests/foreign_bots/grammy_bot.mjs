// A bot with grammY: node grammy_bot.mjs ADDRESS TOKEN polling, or … webhook PORT.
import { createServer } from "node:http";
import { createRequire } from "node:module";

// Found in the working folder, where npm has installed it, and not beside this file.
const { Bot, InlineKeyboard, InputFile, Keyboard, webhookCallback } = createRequire(`${process.cwd()}/`)("grammy");

const [address, token, mode, port] = process.argv.slice(2);
const bot = new Bot(token, { client: { apiRoot: address } });

bot.command("start", (context) => context.reply("Welcome to <b>grammY</b>", {
  parse_mode: "HTML", reply_markup: new InlineKeyboard().text("Go on", "go").url("Site", "https://grammy.dev"),
}));
bot.command("keys", (context) => context.reply("Your contact?", { reply_markup: new Keyboard().requestContact("Share") }));
bot.command("file", (context) => context.replyWithDocument(new InputFile(Buffer.from("words"), "words.txt")));
bot.command("poll", (context) => context.replyWithPoll("Which?", ["A", "B"], { is_anonymous: false }));
bot.callbackQuery("go", async (context) => {
  await context.answerCallbackQuery("Gone on");
  await context.editMessageText("Done", { reply_markup: new InlineKeyboard() });
});
bot.on("poll_answer", (context) => context.api.sendMessage(context.pollAnswer.user.id, "Thank you"));
bot.on("message:contact", (context) => context.reply(context.message.contact.phone_number));
bot.on("message:location", (context) => context.replyWithVenue(22.8, 108.3, "Office", "1 Road"));
bot.on("message:text", (context) => context.reply(context.message.text, { reply_parameters: { message_id: context.msgId } }));
bot.on("message", (context) => context.react("👍").then(() => context.reply("Got it")));

await bot.api.setMyCommands([{ command: "start", description: "Begin" }, { command: "keys", description: "Keyboard" }]);
if (mode === "polling") {
  bot.start();
} else {
  createServer(webhookCallback(bot, "http", { secretToken: "secret" })).listen(Number(port), "127.0.0.1");
  await bot.api.setWebhook(`http://127.0.0.1:${port}/`, { secret_token: "secret" });
}
