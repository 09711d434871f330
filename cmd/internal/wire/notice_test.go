package wire

import (
	"fmt"
	"os"
	"path/filepath"
	"testing"
	"time"

	"ncmtui/config"
	"ncmtui/store"
	"ncmtui/ui/lang"
)

func TestSlipsInTheSettingsAreSaidOnTheScreen(t *testing.T) {
	t.Parallel()
	for _, l := range []lang.Lang{lang.ZH, lang.EN} {
		t.Run(fmt.Sprint(l), func(t *testing.T) {
			t.Parallel()
			scenario(t, member, func(r *rig) {
				r.Expect(lang.Both{ZH: `c.toml:1:1：没有 "volum" 这一项，是否想写 "volume"？`, EN: `c.toml:1:1: unknown key "volum"; did you mean "volume"?`}.In(l))
				r.Expect(lang.Both{ZH: `"lang" 重复`, EN: `"lang" is set twice`}.In(l))
				r.Expect(lang.Both{ZH: `c.toml:5:1：没有 "nxt" 这个操作，是否想写 "next"？`, EN: `c.toml:5:1: unknown action "nxt"; did you mean "next"?`}.In(l))
				r.Wait(time.Minute).Expect("volum") // nobody may be looking
				r.Keys("down").ExpectNot("volum", "c.toml")
			}, func(o *Options) {
				o.Lang = l
				o.Config.Binds = []config.Bind{{Keys: "ctrl+n", Action: "nxt", Line: 5, Column: 1, Source: "c.toml"}}
				o.Problems = []config.Problem{
					{Source: "c.toml", Line: 1, Column: 1, Key: "volum", Kind: config.UnknownKey, Suggestion: "volume"},
					{Source: "c.toml", Line: 3, Column: 1, Key: "lang", Kind: config.Twice},
				}
			})
		})
	}
}

func TestManySlipsAreSummedUp(t *testing.T) {
	t.Parallel()
	b := make(board, maxNotices)
	b.problems(make([]config.Problem, 9))
	if len(b) != 4 {
		t.Errorf("%d notices of 9 problems", len(b))
	}
}

func TestDiskTroubleIsSaidOnTheScreen(t *testing.T) {
	t.Parallel()
	for _, c := range []struct {
		name   string
		damage func(t *testing.T, data string)
		zh, en string
	}{
		{"a database that is none", func(t *testing.T, data string) {
			if err := os.WriteFile(filepath.Join(data, "store.db"), []byte("nonsense"), 0o600); err != nil {
				t.Fatal(err)
			}
		}, "数据文件损坏，也没有备份", "A data file was damaged and had no backup"},
		{"a folder that takes nothing", func(t *testing.T, data string) {
			if err := os.Remove(data); err != nil {
				t.Fatal(err)
			}
			if err := os.WriteFile(data, nil, 0o600); err != nil {
				t.Fatal(err)
			}
		}, "数据目录不能写入", "The data folder cannot be written"},
	} {
		for _, l := range []lang.Lang{lang.ZH, lang.EN} {
			t.Run(fmt.Sprint(c.name, l), func(t *testing.T) {
				t.Parallel()
				scenario(t, member, func(r *rig) {
					said := lang.Both{ZH: c.zh, EN: c.en}.In(l)
					r.Until(said, 20*time.Second)
					r.Keys("enter").Wait(5 * time.Second)
					if !r.snap().Moving {
						t.Error("it does not play")
					}
				}, func(o *Options) {
					o.Lang = l
					if err := os.MkdirAll(o.Places.Data, 0o700); err != nil {
						t.Fatal(err)
					}
					c.damage(t, o.Places.Data)
				})
			})
		}
	}
}

func TestEveryNoticeOfTheStoreHasASentence(t *testing.T) {
	t.Parallel()
	for _, code := range []store.NoticeCode{
		store.NoticeMemory, store.NoticeNewer, store.NoticeRestored, store.NoticeEmpty, store.NoticeBack, store.NoticeSession,
	} {
		b := make(board, 1)
		b.kept(store.Notice{Code: code})
		select {
		case n := <-b:
			if n.Text.ZH == "" || n.Text.EN == "" || n.Bad == (code == store.NoticeBack) {
				t.Errorf("%s: %+v", code, n)
			}
		default:
			t.Errorf("%s is not said", code)
		}
	}
	b := make(board, 1)
	b.kept(store.Notice{Code: store.NoticeNoWAL})
	b.kept(store.Notice{Code: store.NoticeBack}) // the first took no place
	b.loginGone()                                // and this does not block
	if len(b) != 1 {
		t.Errorf("%d notices", len(b))
	}
}
