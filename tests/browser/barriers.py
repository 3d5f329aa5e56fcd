"""Ways to find what keeps people out of a page."""

from axe_playwright_python.sync_playwright import Axe

# axe would fetch every stylesheet once more; what it looks at is on the page already.
RULES = {"preload": False, "runOnly": ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]}

# WCAG 2.5.8: targets of 24 by 24 pixels; a smaller one has a circle of that size to itself, or stands in a sentence.
SMALL_TARGETS = """() => {
  const LEAST = 24;
  const seen = (element) => element.checkVisibility({visibilityProperty: true}) && !element.closest(".hidden, .skip");
  const inSentence = (element) => {
    if (getComputedStyle(element).display !== "inline") return false;
    const around = element.parentElement.cloneNode(true);
    around.querySelectorAll("a, button, .hidden").forEach((target) => target.remove());
    return /\\p{L}{2}/u.test(around.textContent);
  };
  const all = [...document.querySelectorAll("a[href], button, summary, select, input:not([type=hidden]), textarea")];
  const targets = all.filter(seen).map((element) => {
    const whole = element.matches(".choices__box") ? element.closest("label") : element;
    const box = whole.getBoundingClientRect();
    return {element, box, x: box.x + box.width / 2, y: box.y + box.height / 2,
            small: box.width < LEAST - 0.01 || box.height < LEAST - 0.01};
  }).filter(({box}) => box.width && box.height);
  // What scrolls is beside a fixed bar only until it is scrolled on.
  const bar = document.querySelector(".masthead__main");
  const still = (element) => getComputedStyle(bar).position === "fixed" && bar.contains(element);
  const near = (one, other) => {
    if (still(one.element) !== still(other.element)) return false;
    if (other.small && Math.hypot(one.x - other.x, one.y - other.y) < LEAST) return true;
    const dx = Math.max(other.box.left - one.x, 0, one.x - other.box.right);
    const dy = Math.max(other.box.top - one.y, 0, one.y - other.box.bottom);
    return Math.hypot(dx, dy) < LEAST / 2;
  };
  return targets
    .filter((one) => one.small && !inSentence(one.element))
    .filter((one) => targets.some((other) => other !== one && near(one, other)))
    .map(({element, box}) => `${element.className || element.localName} ${box.width}x${box.height}`);
}"""


def problems_of(page) -> set[str]:
    """The rules of axe that the page breaks, with the elements that do."""
    return {
        f"{rule['id']}: {node['target']}"
        for rule in Axe().run(page, options=RULES).response["violations"]
        for node in rule["nodes"]
    }


def overflows(page) -> bool:
    return page.evaluate("document.documentElement.scrollWidth > document.documentElement.clientWidth")


def open_answer(page, html: bytes) -> None:
    """Show ``html`` as a page of the site, with its styles."""
    page.route("**/an-answer/", lambda route: route.fulfill(body=html, content_type="text/html"))
    page.goto("/an-answer/")
    page.unroute("**/an-answer/")
