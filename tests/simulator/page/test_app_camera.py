"""The camera of a Mini App's page in a phone shows a picture that a phone beside shows."""

from playwright.sync_api import Page, expect

from tests.simulator.page.conftest import APPLICANT, OWNER, BotClient, picture, starts

FILMS = """<!doctype html><button>Film</button><output></output><video muted playsinline></video><script>
const video = document.querySelector("video");
document.querySelector("button").onclick = async () => {
  try {
    video.srcObject = await navigator.mediaDevices.getUserMedia({ video: true });
    await video.play();
    const canvas = document.createElement("canvas");
    canvas.getContext("2d").drawImage(video, 0, 0);
    const [red, green, blue] = canvas.getContext("2d").getImageData(5, 5, 1, 1).data;
    document.querySelector("output").textContent = `${video.videoWidth} ${blue > 100 && red < 40 && green < 40}`;
  } catch (problem) {
    document.querySelector("output").textContent = problem.name;
  }
};
</script>"""


def test_the_camera_films_the_phone_beside(screen: Page, desk_bot: BotClient, telegram: str) -> None:
    screen.route(f"{telegram}/films", lambda route: route.fulfill(body=FILMS, content_type="text/html"))
    starts(screen, OWNER)
    desk_bot.shows(OWNER, picture("navy", (320, 200)))
    chat = starts(screen, APPLICANT)
    button = {"inline_keyboard": [[{"text": "Camera", "web_app": {"url": f"{telegram}/films"}}]]}
    desk_bot.says(APPLICANT, "Film it", reply_markup=button)
    chat.get_by_role("button", name="Camera").click()
    app = chat.frame_locator("iframe.mini-app-page")
    app.get_by_role("button", name="Film").click()
    chat.get_by_role("dialog", name="Scan a code").get_by_role("button", name="Close").click()
    expect(app.locator("output")).to_have_text("NotAllowedError")
    app.get_by_role("button", name="Film").click()
    chat.locator(".shot").first.click()
    expect(app.locator("output")).to_have_text("320 true")
    expect(chat.locator(".shot")).to_have_count(0)
