// Wagtail's upload page says nothing when a file may not be deleted; this shows the reason that the server gives.
$(document).on("ajaxSuccess", function (_event, _request, options, answer) {
    if (!answer || answer.success !== false || !answer.error_message || !/\/delete\/$/.test(options.url)) {
        return;
    }
    const link = $("#upload-list a.delete").filter(function () {
        return this.getAttribute("href") === options.url || this.href === options.url;
    });
    const item = link.closest("#upload-list > li");
    item.find(".error_messages").html(answer.error_message).show();
});
