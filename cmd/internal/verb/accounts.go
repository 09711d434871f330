package verb

import (
	"context"
	"errors"
	"fmt"
	"strconv"
	"time"

	"github.com/spf13/cobra"

	"ncmtui/api"
	"ncmtui/cmd/internal/wire"
	"ncmtui/store"
	"ncmtui/ui/lang"
)

// KeptAccount is a login that is kept.
type KeptAccount struct {
	ID     int64      `json:"id"`
	Name   string     `json:"name"`
	Active bool       `json:"active" doc:"it is the one that acts"`
	Saved  *time.Time `json:"saved" doc:"when its cookies were last written; they live for half a year"`
}

var keptColumns = []column[KeptAccount]{
	num(headID, func(a KeptAccount) int64 { return a.ID }, 0),
	word(lang.Both{ZH: "昵称", EN: "Name"}, func(a KeptAccount) string { return a.Name }, 0, 8),
	word(lang.Both{ZH: "当前", EN: "Active"}, func(a KeptAccount) string {
		if a.Active {
			return "active"
		}
		return ""
	}, 0, 0),
	word(lang.Both{ZH: "保存于", EN: "Saved"}, func(a KeptAccount) string { return stamp(a.Saved) }, 1, 0),
}

func newAccounts(w *World) *cobra.Command {
	return w.keeping("list", "The logins that are kept here", 0, true, func(_ context.Context, r *run, _ []string) error {
		all, active := r.svc.Accounts()
		return list(r, keptColumns, each(all, func(a store.Account) KeptAccount {
			saved := a.Saved.UTC()
			return KeptAccount{a.UID, a.Name, a.UID == active, &saved}
		}), nil)
	})
}

func newSwitch(w *World) *cobra.Command {
	return w.keeping("switch ID", "Act as another login that is kept; 0 is the guest", 1, true, func(_ context.Context, r *run, args []string) error {
		if len(args) == 0 {
			return usage("usage: %s", "ncmtui auth switch ID")
		}
		uid, err := strconv.ParseInt(args[0], 10, 64)
		if err != nil || uid < 0 {
			return usage("usage: %s", "ncmtui auth switch ID")
		}
		if err := r.svc.Switch(uid); errors.Is(err, wire.ErrNoAccount) {
			return &Fault{Code: Failed, Err: err, Text: fmt.Sprintf(r.say(lang.Both{
				ZH: "这里没有保存 %d 的登录：ncmtui auth list", EN: "no login of %d is kept here: ncmtui auth list",
			}), uid)}
		} else if err != nil {
			return err
		}
		_, err = fmt.Fprintln(r.Err, r.say(lang.Both{ZH: "已切换；正在运行的播放器会跟着换", EN: "switched; a player that runs follows"}))
		return err
	})
}

func newRefresh(w *World) *cobra.Command {
	return w.keeping("refresh", "Ask the service to renew the stored login", 0, true, func(ctx context.Context, r *run, _ []string) error {
		if !r.svc.API.Session().LoggedIn() {
			return api.ErrLoginNeeded
		}
		if err := r.svc.Renew(ctx); err != nil {
			return err
		}
		user, err := r.svc.Who(ctx)
		if err == nil && !user.LoggedIn {
			err = api.ErrLoginNeeded
		}
		if err != nil {
			return err
		}
		return r.account(user)
	})
}
